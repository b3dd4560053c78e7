"""How results look: pictures in one style, and the page that carries them."""
