"""A small VAE in PyTorch, trained on the .npz file of a dataset.

    python train.py --data data.npz --subset punctured --out DIR

Writes reconstructions.npy, codes.npy, encoder.onnx and decoder.onnx into --out, for an evaluation.
Train it on `punctured` and on `control`: the second misses as many images, but at random, so that
the difference between them is what the hole costs.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from outputs import Probabilities, export_decoder, export_encoder, to_images, write_outputs

FILTERS = 32


class Encoder(nn.Module):
    """Images n×1×S×S in [0, 1] -> mean and log-variance of the posterior, each n×L."""

    def __init__(self, size, latents):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, FILTERS, 4, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(FILTERS, FILTERS, 4, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(FILTERS, 2 * FILTERS, 4, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(),
            nn.Linear(2 * FILTERS * (size // 8) ** 2, 128), nn.ReLU(),
        )
        self.mean = nn.Linear(128, latents)
        self.log_variance = nn.Linear(128, latents)

    def forward(self, x):
        hidden = self.layers(x)
        return self.mean(hidden), self.log_variance(hidden)


class Decoder(nn.Module):
    """Codes n×L -> logits of pixels n×1×S×S."""

    def __init__(self, size, latents):
        super().__init__()
        side = size // 8
        self.layers = nn.Sequential(
            nn.Linear(latents, 128), nn.ReLU(),
            nn.Linear(128, 2 * FILTERS * side**2), nn.ReLU(),
            nn.Unflatten(1, (2 * FILTERS, side, side)),
            nn.ConvTranspose2d(2 * FILTERS, FILTERS, 4, stride=2, padding=1), nn.ReLU(),
            nn.ConvTranspose2d(FILTERS, FILTERS, 4, stride=2, padding=1), nn.ReLU(),
            nn.ConvTranspose2d(FILTERS, 1, 4, stride=2, padding=1),
        )

    def forward(self, z):
        return self.layers(z)


def loss_of(encoder, decoder, images, beta):
    """Cross-entropy plus β·KL of a batch, each the sum over an image, in nats."""
    mean, log_variance = encoder(images)
    z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
    entropy = F.binary_cross_entropy_with_logits(decoder(z), images, reduction="sum")
    divergence = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum()
    return (entropy + beta * divergence) / len(images)


def main():
    flags = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    flags.add_argument("--data", type=Path, required=True, help=".npz file of `deno task dataset`")
    flags.add_argument("--subset", choices=["punctured", "control", "full"], default="punctured")
    flags.add_argument("--out", type=Path, required=True, help="folder for the files")
    flags.add_argument("--epochs", type=int, default=10)
    flags.add_argument("--latents", type=int, default=4)
    flags.add_argument("--beta", type=float, default=1)
    flags.add_argument("--batch", type=int, default=32)
    flags.add_argument("--rate", type=float, default=1e-3)
    flags.add_argument("--seed", type=int, default=0)
    flags.add_argument("--threads", type=int, default=1, help="1 gives the same bytes each time")
    flags = flags.parse_args()

    torch.set_num_threads(flags.threads)
    torch.manual_seed(flags.seed)
    torch.use_deterministic_algorithms(True)
    data = np.load(flags.data)
    size = data["imgs"].shape[1]
    if size % 8:
        raise SystemExit(f"--data must hold images of a side that 8 divides, received {size}")
    images = to_images(data["imgs"][data[f"mask_{flags.subset}"]])

    encoder, decoder = Encoder(size, flags.latents), Decoder(size, flags.latents)
    variables = [*encoder.parameters(), *decoder.parameters()]
    optimiser = torch.optim.Adam(variables, flags.rate)
    for epoch in range(1, flags.epochs + 1):
        total = 0
        for batch in torch.randperm(len(images)).split(flags.batch):
            loss = loss_of(encoder, decoder, images[batch], flags.beta)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch}: {total / len(images):.2f} nats an image", flush=True)

    flags.out.mkdir(parents=True, exist_ok=True)
    encoder.eval()
    probabilities = Probabilities(decoder).eval()
    write_outputs(flags.out, encoder, probabilities, data)
    export_encoder(flags.out / "encoder.onnx", encoder, size)
    export_decoder(flags.out / "decoder.onnx", probabilities, flags.latents)


if __name__ == "__main__":
    main()
