"""The judges that vote: each gives every label a score for a message, `retrieval.fusion` weighs them."""
