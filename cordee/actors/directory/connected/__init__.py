"""What public services say of an organisation: its number fills a sheet, its address gives a place, its troubles raise an alert."""
