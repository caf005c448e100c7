#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes chelsea.png from the photograph that scikit-image bundles (Debian: python3-skimage):

    examples/make_chelsea.py build/release/bin/gausskern
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy
import skimage.data

picture = pathlib.Path(__file__).with_name("chelsea.png")
with tempfile.TemporaryDirectory() as directory:
    cropped = pathlib.Path(directory, "chelsea.npy")
    numpy.save(cropped, skimage.data.chelsea()[:264, 90:362])
    subprocess.run([sys.argv[1], "filter", "--sigma=0", "--channels", "-o", picture, cropped], check=True)
