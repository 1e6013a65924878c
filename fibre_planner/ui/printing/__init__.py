"""Maps and tables on paper: pages of vectors for PDF, printer and SVG, and pictures of them."""
