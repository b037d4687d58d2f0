"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "itf.accounts"
    label = "accounts"
    verbose_name = "People and organisations"
