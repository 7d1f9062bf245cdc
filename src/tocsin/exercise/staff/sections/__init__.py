"""What people at a desk are shown, part by part: plain values by key, rounded as finely as anyone can use them.

Each function takes the world and one node, and returns one section: what that node holds, and nothing else.
"""
