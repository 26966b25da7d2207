"""Pages of the directory: the sheet, its edition, the proposals of structures."""
