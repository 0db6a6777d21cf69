"""The immutable archive of everything received, and the quarantine of what could not be read.

Bytes and what is known of their arrival; nothing here knows what the bytes mean.
"""
