"""Files to clean documents: reading, decoding, repair, boilerplate, splitting, metadata (语料)."""
