"""The nouns: frozen records without files, solver or clock; import only units and errors."""
