"""``./run bench``: what pages and documents cost, beside a plain page of the same run. It ships in no image."""
