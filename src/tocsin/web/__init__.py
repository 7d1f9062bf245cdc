"""The browser's door to an exercise: who sits where, what each may order, one clock, one journal.

In: codes, orders and questions over HTTP and WebSocket.
Out: answers, each with its reason; what a seat may see, as it happens.

``live.Live`` plays, ``seating.Seating`` knows who sits where, ``venue.Venue`` holds both, ``app.app_of`` is the door.
"""
