"""One file a version of the schema. A version that was released is never changed."""
