"""The log, the settings and, if asked, the keys kept elsewhere: written, compared, brought back.

Never the line: who waits is on the van's disk only while they wait.
"""
