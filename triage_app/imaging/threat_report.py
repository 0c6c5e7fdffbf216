"""Marks -> a DICOS threat detection report made by a person, one object a mark.

NEMA IIC 1 (DICOS): the tags are those of its TDR module, TDR Type OPERATOR. Boxes are ROI Base and
Extents in pixels, outlines Bounding Polygons of x, y, 0; a category is not claimed.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from triage_app.model.mark import MadeMark, MarkShape

TDR_STORAGE = "1.2.840.10008.5.1.4.1.1.501.3"
DX_STORAGE = "1.2.840.10008.5.1.4.1.1.501.4"


def threat_report(picture: str, marks: Sequence[MadeMark], at: datetime, item: str) -> bytes:
    """The report about the picture of that SHA-256. The same marks give the same bytes."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(TDR_STORAGE)
    meta.MediaStorageSOPInstanceUID = generate_uid(
        entropy_srcs=[picture, *(one.act for one in marks)]
    )
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    report = FileDataset(out, {}, file_meta=meta, preamble=b"\0" * 128)
    report.SpecificCharacterSet = "ISO_IR 192"  # UTF-8, PS3.3 C.12.1.1.2
    report.SOPClassUID = TDR_STORAGE
    report.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    report.Modality = "TDR"
    report.PatientID = item[:64]  # DICOS names the thing inspected here
    report.ContentDate, report.ContentTime = at.strftime("%Y%m%d"), at.strftime("%H%M%S")
    report.StudyInstanceUID = generate_uid(entropy_srcs=[picture, "study"])
    report.SeriesInstanceUID = generate_uid(entropy_srcs=[picture, "series"])
    report.TDRType = "OPERATOR"
    report.DICOSVersion = "V03"
    report.OOIType = "PARCEL"
    report.AlarmDecision = "UNKNOWN"
    report.NumberOfTotalObjects = report.NumberOfAlarmObjects = len(marks)
    report.ThreatSequence = Items([_threat(n, one, picture) for n, one in enumerate(marks, 1)])
    report.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _threat(number: int, one: MadeMark, picture: str) -> Dataset:
    threat, shown, about = Dataset(), Dataset(), Dataset()
    about.ReferencedSOPClassUID = DX_STORAGE
    about.ReferencedSOPInstanceUID = generate_uid(entropy_srcs=[picture])
    shown.ReferencedInstanceSequence = Items([about])
    shown.ThreatROIVoxelSequence = Items([_region(one)])
    if one.mark.shape is MarkShape.POLYGON:
        shown.BoundingPolygon = [float(v) for x, y in one.mark.points for v in (x, y, 0)]
    threat.PotentialThreatObjectID = number
    threat.PTORepresentationSequence = Items([shown])
    assessed = Dataset()
    assessed.ThreatCategoryDescription = one.mark.text
    assessed.ATDAssessmentFlag = "UNKNOWN"
    threat.ATDAssessmentSequence = Items([assessed])
    return threat


def _region(one: MadeMark) -> Dataset:
    left, top, right, bottom = one.mark.box
    region = Dataset()
    region.ThreatROIBase = [float(left), float(top), float(one.mark.page)]
    region.ThreatROIExtents = [float(right - left), float(bottom - top), 0.0]
    return region
