"""The referent's window: the days there are, a period, its report, its spreadsheet, the log of the van."""
