"""The service: use cases, storage, pages, worker and command line of the 12345 hotline assistant."""
