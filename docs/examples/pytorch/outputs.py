"""What an evaluation reads of a model: reconstructions, codes and ONNX files."""

import warnings

import numpy as np
import torch
from torch import nn


def to_images(pixels):
    """uint8 N×S×S, 0 to 255, as float32 N×1×S×S in [0, 1]."""
    return torch.from_numpy(pixels).unsqueeze(1).float() / 255


@torch.no_grad()
def in_batches(model, inputs, size=64):
    """A model's first output for all inputs, some of them at a time."""
    outputs = []
    for batch in inputs.split(size):
        output = model(batch)
        outputs.append(output[0] if isinstance(output, tuple) else output)
    return torch.cat(outputs)


def write_outputs(folder, encoder, decoder, data):
    """Writes reconstructions.npy and codes.npy of an .npz file's images.

    encoder: images N×1×S×S in [0, 1] -> posterior means N×L, or these and log-variances
    decoder: codes N×L -> images N×1×S×S in [0, 1]
    """
    codes = in_batches(encoder, to_images(data["imgs"]))
    test_codes = in_batches(encoder, to_images(data["test_imgs"]))
    np.save(folder / "codes.npy", torch.cat([codes, test_codes]).numpy())
    write_reconstructions(folder, decoder, test_codes)


def write_reconstructions(folder, decoder, codes):
    """Writes reconstructions.npy: an image N×1×S×S for each code."""
    np.save(folder / "reconstructions.npy", in_batches(decoder, codes).numpy())


class Probabilities(nn.Module):
    """A decoder of logits as one of pixels in [0, 1]."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, z):
        return torch.sigmoid(self.decoder(z))


def export_encoder(path, encoder, size):
    """Writes an ONNX file: x n×1×S×S in [0, 1] -> mean n×L and, where it has one, log-variance n×L."""
    example = torch.zeros(2, 1, size, size)
    several = isinstance(encoder(example), tuple)
    export(path, encoder, example, ["x"], ["mean", "log_variance"] if several else ["mean"])


def export_decoder(path, decoder, latents):
    """Writes an ONNX file: z n×L -> image n×1×S×S."""
    export(path, decoder, torch.zeros(2, latents), ["z"], ["image"])


def export(path, model, example, inputs, outputs):
    with warnings.catch_warnings():
        # The TorchScript exporter calls itself deprecated. Its successor needs further packages.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            (example,),
            path,
            dynamo=False,
            opset_version=17,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "n"} for name in [*inputs, *outputs]},
        )
