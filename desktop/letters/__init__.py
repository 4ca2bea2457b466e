"""Decision letters: the facts they are made of, the condition library, composing, rendering, issuing."""
