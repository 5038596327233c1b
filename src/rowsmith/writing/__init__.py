"""From numbers to text, a whole column at a time: layouts, masks, patterns, check digits, dates as text."""
