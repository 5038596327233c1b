"""The MCP door: `rowsmith.mcp_server.server.build_server(desk)` serves assistants over stdio and HTTP.

The tools say the same words and raise the same errors as the other doors. What is special here is the reader:
a language model with a small context. So no answer is larger than `answers.MAX_ANSWER`, rows come as a sample
of ten at most, files as links, and every error says how to mend the call.
"""
