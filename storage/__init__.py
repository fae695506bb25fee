"""Everything that knows SQL: tables, mapping and queries of each feature, the doors to the store and the migrations."""
