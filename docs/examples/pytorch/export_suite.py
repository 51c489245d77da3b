"""A network that the suite trained, rebuilt in PyTorch, as ONNX files and with its outputs.

    python export_suite.py --model results/train/DIR --data data.npz --out DIR

Writes encoder.onnx, decoder.onnx, reconstructions.npy and codes.npy into --out. Their evaluation
gives the figures of the suite's own network. The network is described in lib/model/architecture.ts,
its files in lib/model/saving.ts.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from outputs import (
    Probabilities,
    export_decoder,
    export_encoder,
    write_outputs,
    write_reconstructions,
)

FIXED_SIGMA = 0.1
BATCH_NORM_EPSILON = 1e-3
SEED_CHANNELS = 16


def read_weights(folder):
    """All weights of a saved model by name: TF.js lists names and shapes, weights.bin has the values."""
    model = json.loads((folder / "model.json").read_text())
    values = np.fromfile(folder / "weights.bin", dtype="<f4")
    weights, start = {}, 0
    for entry in model["weightsManifest"][0]["weights"]:
        count = math.prod(entry["shape"])
        array = values[start : start + count].reshape(entry["shape"])
        weights[entry["name"]] = torch.from_numpy(array.copy())
        start += count
    if start != len(values):
        raise ValueError(f"{folder}/weights.bin must hold {start} values, it has {len(values)}")
    return weights


def convolution(weights, name):
    """A convolution; TF.js has its kernel as height, width, in, out."""
    kernel = weights[f"{name}/kernel"].permute(3, 2, 0, 1).contiguous()
    layer = nn.Conv2d(kernel.shape[1], kernel.shape[0], kernel.shape[2:])
    return filled(layer, kernel, weights[f"{name}/bias"])


def transposed(weights, name):
    """A transposed convolution of stride 1, which is a convolution by the kernel turned by 180°.

    TF.js has its kernel as height, width, out, in. Padding keeps the size.
    """
    kernel = weights[f"{name}/kernel"].permute(2, 3, 0, 1).flip(2, 3)
    side = kernel.shape[2]
    layer = nn.Conv2d(kernel.shape[1], kernel.shape[0], side, padding=side // 2)
    return filled(layer, kernel, weights[f"{name}/bias"])


def dense(weights, name):
    """A dense layer; TF.js has its kernel as in, out."""
    kernel, bias = weights[f"{name}/kernel"].T, weights.get(f"{name}/bias")
    return filled(nn.Linear(kernel.shape[1], kernel.shape[0], bias=bias is not None), kernel, bias)


def batch_norm(weights, name):
    """Batch normalisation by the moving moments."""
    layer = nn.BatchNorm2d(len(weights[f"{name}/gamma"]), eps=BATCH_NORM_EPSILON)
    layer.running_mean.copy_(weights[f"{name}/moving_mean"])
    layer.running_var.copy_(weights[f"{name}/moving_variance"])
    return filled(layer, weights[f"{name}/gamma"], weights[f"{name}/beta"])


@torch.no_grad()
def filled(layer, weight, bias):
    layer.weight.copy_(weight)
    if bias is not None:
        layer.bias.copy_(bias)
    return layer


class Encoder(nn.Module):
    """Images n×1×S×S -> the posterior's mean n×L and, where it has noise, its log-variance n×L."""

    def __init__(self, weights, posterior):
        super().__init__()
        self.posterior = posterior
        blocks = []
        for block in range(1, 5):
            # The last row and column of an odd image make a window of their own.
            pool = nn.MaxPool2d(2, ceil_mode=True)
            blocks += [convolution(weights, f"encoder_conv_{block}"), nn.ReLU(), pool]
        self.blocks = nn.Sequential(*blocks)
        self.mean = dense(weights, "mean")
        self.log_variance = dense(weights, "log_variance") if posterior == "learned" else None

    def forward(self, x):
        # The suite's images have channels last, and so have the inputs of its dense layers.
        flat = self.blocks(x).permute(0, 2, 3, 1).flatten(1)
        mean = self.mean(flat)
        if self.posterior == "none":
            return mean
        if self.posterior == "learned":
            return mean, self.log_variance(flat)
        return mean, torch.full_like(mean, 2 * math.log(FIXED_SIGMA))


class Decoder(nn.Module):
    """Codes n×L -> logits of pixels n×1×S×S."""

    def __init__(self, weights, size):
        super().__init__()
        self.side = size // 8
        self.expand = dense(weights, "decoder_dense")
        blocks = []
        for block in range(1, 5):
            if block < 4:
                blocks.append(nn.Upsample(scale_factor=2, mode="nearest"))
            layer = transposed(weights, f"decoder_conv_{block}")
            blocks += [layer, nn.ReLU(), batch_norm(weights, f"decoder_norm_{block}")]
        self.blocks = nn.Sequential(*blocks, transposed(weights, "decoder_output"))

    def forward(self, z):
        # Not -1 for the first: the exporter would lose track of the other three.
        shape = (z.shape[0], self.side, self.side, SEED_CHANNELS)
        return self.blocks(F.relu(self.expand(z)).view(shape).permute(0, 3, 1, 2))


def true_codes(values, periodic):
    """What a decoder that is trained alone is given.

    a and b, standardised over the plane, and 1; a periodic one, as cosine and sine, takes the place
    of the 1.
    """
    low, high = np.array([0.5, 0]), np.array([2, 2])
    standard = (values - (low + high) / 2) * math.sqrt(12) / (high - low)
    columns = [standard[:, axis] for axis in range(2) if not periodic[axis]]
    if periodic.any():
        angle = 2 * math.pi * ((values - low) / (high - low))[:, periodic.argmax()]
        columns += [math.sqrt(2) * np.cos(angle), math.sqrt(2) * np.sin(angle)]
    else:
        columns.append(np.ones(len(values)))
    return torch.from_numpy(np.column_stack(columns).astype(np.float32))


def main():
    flags = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    flags.add_argument("--model", type=Path, required=True, help="result folder of the train script")
    flags.add_argument("--data", type=Path, required=True, help=".npz file of its dataset")
    flags.add_argument("--out", type=Path, required=True, help="folder for the files")
    flags = flags.parse_args()
    architecture = json.loads((flags.model / "architecture.json").read_text())
    size, posterior = architecture["size"], architecture["posterior"]
    data = np.load(flags.data)
    if data["test_imgs"].shape[1:] != (size, size):
        given = "×".join(map(str, data["test_imgs"].shape[1:]))
        raise SystemExit(f"--data must hold images of {size}×{size}, received {given}")
    flags.out.mkdir(parents=True, exist_ok=True)
    decoder = Probabilities(Decoder(read_weights(flags.model / "decoder"), size)).eval()
    export_decoder(flags.out / "decoder.onnx", decoder, architecture["latents"])
    if posterior == "truth":
        codes = true_codes(data["test_values"], data["latents_periodic"])
        write_reconstructions(flags.out, decoder, codes)
        return
    encoder = Encoder(read_weights(flags.model / "encoder"), posterior).eval()
    export_encoder(flags.out / "encoder.onnx", encoder, size)
    write_outputs(flags.out, encoder, decoder, data)


if __name__ == "__main__":
    main()
