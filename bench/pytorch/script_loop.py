"""The loop that published lottery-ticket code runs: Dataset, DataLoader, transforms image by image, masks by multiplication, loss.item().

Written for this benchmark in the usual shape, copied from nowhere. One thread and num_workers=0: one CPU budget for everybody
(workers would need cores that other replicates use). No augmentation, so that the arithmetic is that of the other programs.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

from workloads import CLASSES, SHAPES, Clock, prepare, read_options

EVALUATION_BATCH = 1000

try:
    import PIL
    from PIL import Image
    import torchvision
    from torchvision import transforms
    LIBRARIES = f", torchvision {torchvision.__version__}, Pillow {PIL.__version__}"
except ImportError:
    # The same two steps as torchvision's, on arrays: less work than with pictures, so the comparison errs on this program's side.
    Image, LIBRARIES = None, ", no torchvision: transforms on arrays"

    class transforms:
        class Compose:
            def __init__(self, steps):
                self.steps = steps

            def __call__(self, image):
                for step in self.steps:
                    image = step(image)
                return image

        class ToTensor:
            def __call__(self, image):
                image = image[:, :, None] if image.ndim == 2 else image
                return torch.from_numpy(image).permute(2, 0, 1).contiguous().float().div(255)

        class Normalize:
            def __init__(self, mean, std):
                self.mean, self.std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)

            def __call__(self, image):
                return image.clone().sub_(self.mean).div_(self.std)


class Pictures(Dataset):
    """8-bit pictures in memory, turned into normalised tensors one by one, as torchvision's MNIST and CIFAR-10 are."""

    def __init__(self, count, shape, transform):
        channels, height, width = shape
        size = (count, height, width) if channels == 1 else (count, height, width, channels)
        random = np.random.default_rng(1)
        self.pictures = random.integers(0, 256, size, dtype=np.uint8)
        self.labels = random.integers(0, CLASSES, count)
        self.transform = transform

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = self.pictures[index]
        if Image is not None:
            picture = Image.fromarray(picture)
        return self.transform(picture), int(self.labels[index])


def pictures(count, shape):
    channels = shape[0]
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,) * channels, (0.5,) * channels)])
    return Pictures(count, shape, transform)


def evaluate(model, loader, device):
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            logits = model(images)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += logits.argmax(dim=1).eq(labels).sum().item()
    return loss / len(loader.dataset), right / len(loader.dataset)


def apply_masks(model, masks):
    for name, parameter in model.named_parameters():
        if name in masks:
            parameter.data *= masks[name]


def train(model, update, options, clock):
    loader = DataLoader(pictures(options.images, SHAPES[options.network]), batch_size=options.batch, shuffle=True, num_workers=0)
    test = None
    if options.test_images:
        test = DataLoader(pictures(options.test_images, SHAPES[options.network]), batch_size=EVALUATION_BATCH, num_workers=0)
    masks = {name: torch.ones_like(parameter) for name, parameter in model.named_parameters() if parameter.dim() > 1}
    running, taken = 0.0, 0
    while True:
        for images, labels in loader:
            # This batch was read before the clock ticked; the one that is read after the last step makes up for it.
            if taken == options.warmup + options.steps:
                clock.stop()
                return test
            clock.tick()
            images, labels = images.to(options.device), labels.to(options.device)
            model.train()
            apply_masks(model, masks)
            update.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            update.step()
            running += loss.item()
            taken += 1


def main():
    options = read_options(__doc__)
    model, update = prepare(options)
    clock = Clock(options.warmup, options.device)
    if options.mode == "evaluate":
        loader = DataLoader(pictures(options.test_images, SHAPES[options.network]), batch_size=EVALUATION_BATCH, num_workers=0)
        for _ in range(options.warmup + options.steps):
            clock.tick()
            evaluate(model, loader, options.device)
        clock.stop()
        clock.report(LIBRARIES)
        return
    test = train(model, update, options, clock)
    if test is not None:
        evaluate(model, test, options.device)
    clock.report(LIBRARIES)


if __name__ == "__main__":
    main()
