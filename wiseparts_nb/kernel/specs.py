"""Kernelspecs of a server of the workbench: what notebooks call ``python3`` is the warm kernel.

A notebook names its kernel, and nearly every notebook says ``python3``: it stays as it is, runs anywhere, and starts quickly here.
The normal kernel is offered beside it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory

__all__ = ["NORMAL", "WARM", "WarmSpecs"]

WARM = "wiseparts"
NORMAL = "python3-normal"
_MEANT = {NATIVE_KERNEL_NAME: WARM, NORMAL: NATIVE_KERNEL_NAME}


class WarmSpecs(KernelSpecManager):
    """Jupyter's kernelspecs with the warm kernel under the name ``python3``, where it is installed.

    Name it as ``ServerApp.kernel_spec_manager_class``. The warm process starts with the server, which makes this at its start:
    the imports are done before a reader has found a notebook.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        with suppress(NoSuchKernel):
            spec = super().get_kernel_spec(WARM)
            maker = KernelProvisionerFactory.instance(parent=self.parent)
            provisioner: Any = maker.create_provisioner_instance("", spec, self)
            provisioner.warm_up()

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the folder of each kernel on offer; the warm one is listed once."""
        found = super().find_kernel_specs()
        if WARM in found:
            found[NORMAL] = found[NATIVE_KERNEL_NAME]
            found[NATIVE_KERNEL_NAME] = found.pop(WARM)
        return found

    def meant(self, kernel_name: str) -> Any:
        """Return what a name means here."""
        try:
            return super().get_kernel_spec(_MEANT.get(kernel_name, kernel_name))
        except NoSuchKernel:
            return super().get_kernel_spec(kernel_name)

    get_kernel_spec = meant  # what Jupyter calls it
