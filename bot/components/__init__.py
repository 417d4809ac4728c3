"""Parts of the pipeline that Rasa doesn't bring."""
