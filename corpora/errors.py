"""The errors that zhibiao raises on purpose; everything else is a defect of ours."""


class ZhibiaoError(Exception):
    """Something the user can put right: the message says what was found, where, and what would be right."""


class ReadError(ZhibiaoError):
    """A source that cannot be read: unknown type, no text in it, damaged, or not there."""


class FetchError(ReadError):
    """A remote source that could not be fetched: it is gone, or its server did not answer in time."""


class SettingsError(ZhibiaoError):
    """A setting that does not exist, or a value that it does not take."""


class DatasetError(ZhibiaoError):
    """A folder that is not a dataset, or a dataset that cannot be written."""
