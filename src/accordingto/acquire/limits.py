"""How much is read of anything."""

# Bytes of one document: a file, a web page or a line of JSON Lines. The complete text of a long
# novel is 3 MB; what is larger is a dump, a log or a mistake, and would sit in memory whole.
DOCUMENT_LIMIT = 20_000_000

TOO_LARGE = f"is larger than {DOCUMENT_LIMIT // 1_000_000} MB, the limit for one document"
