"""A portal to test against: answers like the national one, with invented figures, on this machine.

`python -m orchestration.demo_portal` serves it to people; tests and benchmarks start `DemoPortal`.
Belongs here: the shapes, sizes and faults of the real portal, as far as captures show them. Does
not belong here: anything that a live run needs; nothing outside tests and benchmarks imports it.

What is real: the 34 provinces, the units that captures name, the names of those the reference lists
know (their codes and ids are not), the form of every answer, the number of units a province has, the
formulas that are known. What is invented, and says so: all figures, and the units whose names say
"Minh họa". Every answer carries the header `X-Demo`.
"""
