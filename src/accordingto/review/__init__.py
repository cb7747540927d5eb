"""A person's answer: ``queue`` says what to look at first, ``decisions`` records the verdict."""
