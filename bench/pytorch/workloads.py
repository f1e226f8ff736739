"""What bare_loop.py and script_loop.py have in common: the networks of the benchmark, its options, and what a run prints.

Networks, batches and optimizers are those of Workload.cs; the data are random because only the time matters.
Every run prints one JSON line: wall and CPU seconds of the timed part, its steps, when the first step began, versions.
"""
import argparse
import json
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

CLASSES = 10
SHAPES = {"lenet-300-100": (1, 28, 28), "conv-2": (3, 32, 32), "resnet-20": (3, 32, 32)}


def lenet():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10))


def conv2():
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(16 * 16 * 64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))


class Block(nn.Module):
    """Residual block with a projection shortcut where the shape changes."""

    def __init__(self, inputs, outputs, downsample):
        super().__init__()
        stride = 2 if downsample else 1
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if downsample or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + self.shortcut(x))


class Resnet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(16)
        blocks, inputs = [], 16
        for segment, width in enumerate((16, 32, 64)):
            for index in range(3):
                blocks.append(Block(inputs, width, segment > 0 and index == 0))
                inputs = width
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        out = self.blocks(F.relu(self.bn(self.conv(x))))
        out = F.avg_pool2d(out, out.size()[3])
        return self.fc(out.view(out.size(0), -1))


NETWORKS = {"lenet-300-100": lenet, "conv-2": conv2, "resnet-20": Resnet20}


def read_options(description):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--mode", choices=["train", "evaluate"], default="train")
    options.add_argument("--network", choices=sorted(NETWORKS), required=True)
    options.add_argument("--optimizer", choices=["adam", "sgd"], required=True)
    options.add_argument("--rate", type=float, required=True)
    options.add_argument("--momentum", type=float, default=0.0)
    options.add_argument("--decay", type=float, default=0.0)
    options.add_argument("--batch", type=int, required=True)
    options.add_argument("--images", type=int, required=True)
    options.add_argument("--test-images", type=int, default=0)
    options.add_argument("--warmup", type=int, required=True)
    options.add_argument("--steps", type=int, required=True)
    options.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N")
    return options.parse_args()


def prepare(options):
    """One thread and a fixed seed; the model, on its device, and its optimizer."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = NETWORKS[options.network]().to(options.device)
    if options.optimizer == "adam":
        update = torch.optim.Adam(model.parameters(), lr=options.rate, weight_decay=options.decay)
    else:
        update = torch.optim.SGD(model.parameters(), lr=options.rate, momentum=options.momentum, weight_decay=options.decay)
    return model, update


class Clock:
    """Times the steps after the warm-up: tick() stands before each step, stop() after the last. A GPU has finished its work at both ends."""

    def __init__(self, warmup, device="cpu"):
        self.wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
        self.warmup, self.taken, self.first, self.wall, self.cpu = warmup, 0, None, None, None

    def tick(self):
        if self.taken == 0:
            self.first = time.time()
        if self.taken == self.warmup:
            self.wait()
            self.wall, self.cpu = time.perf_counter(), time.process_time()
        self.taken += 1

    def stop(self):
        self.wait()
        self.wall, self.cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu

    def report(self, libraries=""):
        versions = f"Python {sys.version.split()[0]}, PyTorch {torch.__version__}{libraries}"
        print(json.dumps({
            "wallSeconds": self.wall, "cpuSeconds": self.cpu, "units": self.taken - self.warmup, "threads": torch.get_num_threads(),
            "peakBytes": peak_bytes(), "firstStepAt": self.first, "version": versions, "details": {}}))


def peak_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
