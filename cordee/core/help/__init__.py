"""Help in the product: a page for each role, the common gestures, the glossary, the keyboard, and the two pages the law asks for."""
