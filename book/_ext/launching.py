"""A Sphinx extension that leaves out the launch buttons as long as the repository has no address.

The theme would stop at a configuration that names Colab or Binder but no repository.
"""


def without_address(app, config):
    """Drop the buttons' settings if `repository.url` of `_config.yml` is empty."""
    if not config.html_theme_options.get("repository_url"):
        config.html_theme_options.pop("launch_buttons", None)


def setup(app):
    """Register the decision with Sphinx, before the theme reads its options."""
    app.connect("config-inited", without_address)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
