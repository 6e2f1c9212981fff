"""Reading: layout, sentences, quotation marks, dates and one parse."""
