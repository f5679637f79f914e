"""The bundled tables and pacts, and checks of what tables say."""
