"""Numbers: evenly spread ones, every common distribution, and the everyday quantities made of them."""
