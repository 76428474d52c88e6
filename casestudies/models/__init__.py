"""Case studies: the pages, what belongs to them, and who writes them."""

from .invitations import Invitation
from .keeping import Confirmation, LinkCheck, ReplicationReport
from .pages import CaseStudyIndexPage, CaseStudyPage
from .people import CaseWriter, Contributor, Promotion, PromotionTutor
from .relations import (
    CaseAttachment,
    CaseAudience,
    CaseAuthor,
    CaseCollectivity,
    CaseFollowUp,
    CaseFunding,
    CaseMethodUse,
    CasePartner,
    CaseReplication,
    CaseResult,
    CaseSkill,
    CaseSource,
    CaseTheme,
)
from .review import CollectivityReview, ReviewOverride, ReviewRemark
from .review_tasks import CollectivityReviewTask, PublicationTask, TutorReviewTask
from .versions import CaseVersion

__all__ = [
    "CaseAttachment",
    "CaseAudience",
    "CaseAuthor",
    "CaseCollectivity",
    "CaseFollowUp",
    "CaseFunding",
    "CaseMethodUse",
    "CasePartner",
    "CaseReplication",
    "CaseResult",
    "CaseSkill",
    "CaseSource",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseTheme",
    "CaseVersion",
    "CaseWriter",
    "CollectivityReview",
    "CollectivityReviewTask",
    "Confirmation",
    "Contributor",
    "Invitation",
    "LinkCheck",
    "Promotion",
    "PromotionTutor",
    "PublicationTask",
    "ReplicationReport",
    "ReviewOverride",
    "ReviewRemark",
    "TutorReviewTask",
]
