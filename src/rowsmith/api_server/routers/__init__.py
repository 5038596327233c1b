"""One router per resource. A route parses, calls and answers; it holds no rules."""
