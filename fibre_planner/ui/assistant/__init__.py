"""The assistant that makes a project of files in five steps."""
