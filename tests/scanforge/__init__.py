"""Pictures of letters for tests: pages drawn from text, then worn as a scanner and an office wear them.

`letter694` holds what the real letter says, `paint` draws pages, `wear` degrades them, `bind` makes
files of them. Nothing here reads a picture, and nothing of the product is imported here.
"""
