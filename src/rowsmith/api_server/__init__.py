"""The HTTP door. `rowsmith.api_server.app.create_app()` is the ASGI application."""
