"""The same equations in other languages: symbols, LaTeX, the story as a page, SBML."""
