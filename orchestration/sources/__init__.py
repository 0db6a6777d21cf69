"""Pages and attachments of provinces, fetched politely and landed as letters.

A catalogue (`sources.toml`) says which; nothing else on the web is ever asked. Knows HTTP and the
landing; knows nothing of what a letter says.
"""
