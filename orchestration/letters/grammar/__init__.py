"""What the words of a letter mean: numbers, moments, cutoffs, the head, scores in the text.

Belongs here: pure functions from text to values, which refuse what they cannot read. Does not
belong here: files (`readers`), tables and units (`annex`), putting it all together (`reading`).
"""
