"""The one-page report for the head of an office: where we stand, what moved, who is lowest, what to do.

Belongs here: which figures it tells and in which words. Does not belong here: computing any of them
(`sql/publications/report_*.sql`), file formats of official documents (`publications.decree30`).
"""
