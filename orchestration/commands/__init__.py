"""The `chiso766` command's parts: one module per topic; `orchestration.cli` puts them together."""
