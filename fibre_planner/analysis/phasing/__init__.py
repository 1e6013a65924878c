"""The build order over years: lots of a finished design under a yearly budget.

Model. The rooted tree of trenches, seen from its POPs, is cut into lots: connected pieces of at
least a least length, such that a house is in service when its lot is built and every lot between
it and its POP (`lots`). A lot costs what the design says; a trench laid along in a dated site
costs the normal price outside the site's years, and a fresh surface costs no more than any other
once its protection is over (`windows`). Each lot is built in one year, not before the lot it hangs
on, and a year spends no more than it has. Every year without service costs each unit a fixed sum.
The net present cost is what is spent and what waiting costs, discounted to the beginning of the
first year, amounts of a year at its end; what is left over counts as built in the year after.

What is proven: if money flowed evenly and a lot were in service once it is paid, without sites,
the order of `order.best_order` would give the most discounted service (Horn 1972 and Sidney 1975
for the weighted sum, with the discounted index of Rothkopf 1966, which obeys the same exchange of
adjacent blocks). With each lot at its least price its value bounds the service of every order.
What is a heuristic: putting that order into whole years, and using sites in time (`packing`,
`improvement`, `exchange`); where lots are few, all ways to build them are seen (`few_lots`). The
result is never worse than the greedy order put into years the same way.
"""
