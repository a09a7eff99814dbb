"""The referent's report: what of the log may be published, and how it is written down.

    days of the log ─▶ tables ─▶ rule: lines of at least k ─▶ register: once ─▶ page, pdf, sheet, json

What is drawn is made of a `PublicReport` alone: no renderer ever holds the log.
"""
