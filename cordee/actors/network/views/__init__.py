"""The pages of the network, under `/reseau/`."""
