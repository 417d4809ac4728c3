"""The evaluation as a page: one HTML file with plots, to be read in any browser, without scripts."""
