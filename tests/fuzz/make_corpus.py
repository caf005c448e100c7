#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The small files that fuzzing begins with: sound ones of every kind, and mutilated ones.

  make_corpus.py DIRECTORY           write them to DIRECTORY/KIND
  make_corpus.py --check DIRECTORY   exit 1 unless they are there as this would write them; what fuzzing has
                                     found lies beside them, under names that begin with found_
"""
import argparse
import pathlib
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from images import GRAY, GRAY_ALPHA, PALETTE, RGB, RGBA, SIGNATURE, chunk, npy, png

NUMBERS = [0, 1, 2, 3, 250, 4, 5, 6, 7, 8, 9, 10]


def npy_of(dictionary, data=bytes(48), version=b"\x01\x00", length=None):
    """An npy file with that dictionary, a text, and a length that may be another."""
    text = dictionary.encode("latin-1") + b"\n"
    length = len(text) if length is None else length
    return b"\x93NUMPY" + version + struct.pack("<H" if version[0] == 1 else "<I", length) + text + data


def npy_files():
    for descr in ("|b1", "|u1", "|i1", "<u2", ">u2", "<i2", "<u4", ">i4", "<u8", ">u8", "<f4", ">f4", "<f8", ">f8"):
        values = [value % 2 if descr == "|b1" else value % 128 for value in NUMBERS]
        yield f"good_{descr[1:]}{'_big' if descr[0] == '>' else ''}", npy((3, 4), values, descr)
    for shape in ((12,), (2, 3, 2), (1, 2, 3, 2), (0,), (0, 5), (3, 0, 2)):
        name = "x".join(map(str, shape))
        values = NUMBERS if 0 not in shape else []
        yield f"good_{name}", npy(shape, values)
        yield f"good_{name}_fortran", npy(shape, values, "<f4", True)
    plain = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"
    yield "good_version_2", npy_of(plain, version=b"\x02\x00")
    yield "good_version_3", npy_of(plain, version=b"\x03\x00")
    yield "good_bytes_behind", npy_of(plain, bytes(60))
    yield "good_order_of_keys", npy_of("{\"shape\":(2,3),\"descr\":\"<f8\",'fortran_order':True}")
    for name, dictionary in {
            "negative": plain.replace("2, 3", "-2, 3"), "huge": plain.replace("2, 3", "4294967296, 4294967297"),
            "huge_empty": plain.replace("2, 3", "9223372036854775807, 9223372036854775807, 0"),
            "digits": plain.replace("2, 3", "9" * 40), "many_axes": plain.replace("2, 3", "1, 1, 1, 2, 3"),
            "no_axes": plain.replace("2, 3", ""), "no_tuple": plain.replace("(2, 3)", "6"),
            "float_size": plain.replace("2, 3", "2.0, 3"), "complex": plain.replace("<f8", "<c8"),
            "half": plain.replace("<f8", "<f2"), "object": plain.replace("<f8", "|O"),
            "record": plain.replace("'<f8'", "[('a', '<f8')]"), "dtype_long": plain.replace("<f8", "<f8" + "8" * 300),
            "no_order": plain.replace("<f8", "f8x"), "key_twice": plain.replace("'shape'", "'descr': '<f8', 'shape'"),
            "key_missing": "{'descr': '<f8', 'shape': (2, 3), }", "key_other": plain.replace("shape", "shade"),
            "not_closed": plain[:-1], "quote": plain.replace("'<f8'", "'<f8"), "nothing": "", "nul": plain.replace("2", "\0"),
            "maybe": plain.replace("False", "Maybe"), "behind": plain + " x"}.items():
        yield f"bad_{name}", npy_of(dictionary)
    sound = npy((3, 4), NUMBERS)
    for size in (0, 1, 5, 6, 8, 9, 10, 11, 60, 127, 128, len(sound) - 1):
        yield f"bad_cut_{size:03}", sound[:size]
    yield "bad_magic", b"\x93NUMPX" + sound[6:]
    yield "bad_version", sound[:6] + b"\x04\x00" + sound[8:]
    yield "bad_length_long", sound[:8] + b"\xff\xff" + sound[10:]
    yield "bad_length_short", sound[:8] + b"\x10\x00" + sound[10:]
    yield "bad_length_0", sound[:8] + b"\x00\x00" + sound[10:]
    yield "bad_length_4g", npy_of(plain, version=b"\x02\x00", length=2**32 - 1)


def with_crc(data, name, change):
    """The PNG with the first chunk of that name changed and its checksum right again."""
    at = data.index(name)
    (length,) = struct.unpack(">I", data[at - 4:at])
    body = change(bytearray(data[at + 4:at + 4 + length]))
    return data[:at - 4] + chunk(name, bytes(body)) + data[at + 8 + length:]


def front_with(at, value):
    def change(body):
        body[at:at + len(value)] = value
        return body
    return change


def png_files():
    for color, name in ((GRAY, "gray"), (RGB, "rgb"), (GRAY_ALPHA, "gray_alpha"), (RGBA, "rgba")):
        for depth in (8, 16) if color != GRAY else (1, 2, 4, 8, 16):
            count = {GRAY: 1, RGB: 3, GRAY_ALPHA: 2, RGBA: 4}[color] * 15
            samples = [i * 7 % 2**min(depth, 8) for i in range(count)]
            yield f"good_{name}_{depth}", png(5, 3, depth, color, samples)
            yield f"good_{name}_{depth}_interlaced", png(5, 3, depth, color, samples, interlaced=True)
    palette = chunk(b"PLTE", bytes(range(12)))
    for depth in (2, 8):
        yield f"good_palette_{depth}", png(5, 3, depth, PALETTE, [i % 4 for i in range(15)], [palette])
        yield (f"good_palette_alpha_{depth}",
               png(5, 3, depth, PALETTE, [i % 4 for i in range(15)], [palette, chunk(b"tRNS", b"\x09\x80")]))
    sound = png(5, 3, 8, RGB, list(range(45)))
    yield "good_transparent", png(5, 3, 8, GRAY, list(range(15)), [chunk(b"tRNS", b"\0\x07")])
    yield "good_colors", png(5, 3, 8, GRAY, list(range(15)), [chunk(b"gAMA", struct.pack(">I", 45455)),
                                                              chunk(b"sRGB", b"\0")])
    yield "good_profile", png(5, 3, 8, GRAY, list(range(15)), [chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200)))])
    yield "good_text", png(5, 3, 8, GRAY, list(range(15)), [chunk(b"tEXt", b"Title\0x" * 20)])
    yield "good_bytes_behind", sound + b"more"
    yield "bad_crc_front", sound[:29] + b"\0" + sound[30:]
    yield "bad_crc_pixels", sound[:-16] + bytes([sound[-16] ^ 1]) + sound[-15:]
    yield "bad_signature", b"\x89PNG\n\n\x1a\n" + sound[8:]
    for size in (0, 1, 7, 8, 12, 20, 32, 33, 40, 45, len(sound) - 13):
        yield f"bad_cut_{size:03}", sound[:size]
    for name, at, value in (("width_0", 0, bytes(4)), ("height_0", 4, bytes(4)), ("width_huge", 0, b"\x7f\xff\xff\xff"),
                            ("both_huge", 0, b"\x7f\xff\xff\xff\x7f\xff\xff\xff"), ("width_negative", 0, b"\xff" * 4),
                            ("taller", 4, b"\0\0\0\x09"), ("depth_3", 8, b"\3"), ("depth_0", 8, b"\0"),
                            ("color_5", 9, b"\5"), ("compression", 10, b"\1"), ("filter", 11, b"\1"),
                            ("interlace", 12, b"\2")):
        yield f"bad_{name}", with_crc(sound, b"IHDR", front_with(at, value))
    yield "bad_stream", with_crc(sound, b"IDAT", lambda body: body[:4] + b"\xff\xff" + body[6:])
    yield "bad_stream_cut", with_crc(sound, b"IDAT", lambda body: body[:9])
    yield "bad_filter_9", SIGNATURE + sound[8:33] + chunk(b"IDAT", zlib.compress(b"\x09" * 48)) + chunk(b"IEND", b"")
    yield "bad_no_pixels", SIGNATURE + sound[8:33] + chunk(b"IEND", b"")
    yield "bad_no_palette", png(5, 3, 8, PALETTE, [0] * 15)
    yield "bad_critical", png(5, 3, 8, GRAY, list(range(15)), [chunk(b"ABCD", b"?")])


def csv_files():
    for name, text in {
            "commas": "1,2.5,-3\n4,5,6\n", "semicolons": "1;2\r\n3;4\r\n", "tabs": "1\t2\n3\t4\n", "blanks": " 1  2\n 3 4 \n",
            "header": "x,y\n1,2\n", "quotes": "\"a\"\"b\",c\n\"1\",\"2\"\n", "comments": "# 1\n\n1,2 # 3\n", "one": "7", "nan": "nan,inf\n-inf,1e-320\n",
            "mark": "\ufeff1,2\n", "long": ",".join(["0.1234567890123456789"] * 60) + "\n", "denormal": "4.9e-324,-0\n",
            "exponents": "1e308,+.5,5.,1E+2\n", "many_digits": "0." + "3" * 500 + "\n", "blank_lines": "\n \n1,2\n\n\n3,4\n\n"}.items():
        yield f"good_{name}", text.encode()
    for name, data in {
            "nothing": b"", "header_alone": b"x,y\n", "ragged": b"1,2\n3\n", "missing": b"1,,3\n", "word": b"1,2\n3,x\n", "nul": b"1,\0\n",
            "huge": b"1e999\n", "hexadecimal": b"1\n0x10\n", "quote_open": b"1,\"2\n", "quote_behind": b"1\n\"2\"3\n", "binary": bytes(range(256)),
            "comment_alone": b"# nothing", "long_word": b"1\n" + b"w" * 3000, "semicolon_last": b"1;2;\n", "high": b"1\n\xff\xfe\n",
            "point": b"1\n.\n", "exponent": b"1\n1e\n", "two": b"1\n1 2\n", "signs": b"1\n--1\n"}.items():
        yield f"bad_{name}", data


def libsvm_files():
    for name, text in {
            "plain": "+1 1:1 2:2.5 3:-3\n-1 1:0.125  2:40 10:5e-3 # end\n", "labels": "0.5\n1 2:1\n", "comment": "# x\n1 1:1\n",
            "lines": "1 1:1\r\n2 3:1\r\n", "last": "1 7:1", "nan": "nan 1:inf 2:nan\n", "wide": "1 5000:1\n2 1:1\n",
            "no_features": "1\n2\n3\n"}.items():
        yield f"good_{name}", text.encode()
    for name, data in {
            "index_0": b"1 0:1\n", "index_negative": b"1 -1:1\n", "index_huge": b"1 18446744073709551616:1\n", "index_most": b"1 18446744073709551615:1\n",
            "index_large": b"1 1152921504606846976:1\n2 1:1\n", "descending": b"1 2:1 1:1\n", "twice": b"1 1:1 1:2\n", "no_value": b"1 1:\n",
            "no_colon": b"1 1\n", "colons": b"1 1:2:3\n", "label": b"x 1:1\n", "no_label": b"1:1\n", "qid": b"1 qid:1 1:1\n", "nul": b"1 1:\0\n",
            "binary": bytes(range(256)), "word": b"1 1:x\n", "huge": b"1 1:1e999\n", "long": b"1 " + b"1" * 4000 + b":1\n"}.items():
        yield f"bad_{name}", data


KINDS = {"npy": npy_files, "png": png_files, "csv": csv_files, "libsvm": libsvm_files}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("directory", type=pathlib.Path)
    given = parser.parse_args()
    problems = []
    for kind, files in KINDS.items():
        directory = given.directory / kind
        made = {f"{name}.{kind}": data for name, data in files()}
        if not given.check:
            directory.mkdir(parents=True, exist_ok=True)
            for name, data in made.items():
                (directory / name).write_bytes(data)
            continue
        there = {path.name: path.read_bytes() for path in directory.iterdir() if not path.name.startswith("found_")}
        exact = kind != "png"  # another zlib may deflate otherwise
        problems += [f"{kind}/{name}" for name in sorted(made.keys() | there.keys())
                     if name not in made or name not in there or (exact and made[name] != there[name])]
        print(f"{kind}: {len(made)} files")
    if problems:
        print("not as this script makes them:", *problems)
    sys.exit(1 if problems else 0)


main()
