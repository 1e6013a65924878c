"""What leaves the program: workbook, maps, tables, in German and English."""
