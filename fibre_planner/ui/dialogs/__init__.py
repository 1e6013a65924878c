"""The dialogs that ask what a job needs to know."""
